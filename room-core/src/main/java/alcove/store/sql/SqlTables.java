package alcove.store.sql;

import alcove.room.registry.AuditTable;
import alcove.room.registry.MemberTable;
import alcove.room.registry.PasskeyTable;
import alcove.room.registry.PictureTable;
import alcove.room.registry.ReportTable;
import alcove.room.registry.SumsTable;
import alcove.room.registry.Tables;
import org.jdbi.v3.core.Handle;

/** The tables as one transaction sees them. */
public record SqlTables(Handle handle) implements Tables {
  @Override
  public long generation() {
    return handle.select("SELECT changes FROM change_count").mapTo(Long.class).one();
  }

  @Override
  public MemberTable members() {
    return new SqlMembers(handle);
  }

  @Override
  public AliasTable aliases() {
    return new SqlAliases(handle);
  }

  @Override
  public InviteTable invites() {
    return new SqlInvites(handle);
  }

  @Override
  public BlockTable blocks() {
    return new SqlBlocks(handle);
  }

  @Override
  public ReportTable reports() {
    return new SqlReports(handle);
  }

  @Override
  public SettingTable settings() {
    return new SqlSettings(handle);
  }

  @Override
  public NoticeTable notices() {
    return new SqlNotices(handle);
  }

  @Override
  public PictureTable picture() {
    return new SqlPicture(handle);
  }

  @Override
  public AppTable apps() {
    return new SqlApps(handle);
  }

  @Override
  public AuditTable audit() {
    return new SqlAudit(handle);
  }

  @Override
  public TokenTable tokens() {
    return new SqlTokens(handle);
  }

  @Override
  public SessionTable sessions() {
    return new SqlSessions(handle);
  }

  @Override
  public PasswordTable passwords() {
    return new SqlPasswords(handle);
  }

  @Override
  public SumsTable sums() {
    return new SqlSums(handle);
  }

  @Override
  public PasskeyTable passkeys() {
    return new SqlPasskeys(handle);
  }
}
