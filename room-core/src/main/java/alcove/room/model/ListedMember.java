package alcove.room.model;

import java.util.List;

/**
 * A member as a list shows it.
 *
 * @param member by whose invite it came only where the reader may see that
 * @param aliases its names
 * @param label that of the invite it came by; empty also where the reader may not see it
 */
public record ListedMember(Member member, List<String> aliases, String label) {
  /** Copies the list. */
  public ListedMember {
    aliases = List.copyOf(aliases);
  }

  /** What members see of those whom others invited. */
  public ListedMember withoutInvite() {
    return new ListedMember(member.withoutInvite(), aliases, "");
  }

  /** The same without whom it came by, who has not agreed to be known. */
  public ListedMember withoutInviter() {
    return new ListedMember(member.withoutInviter(), aliases, label);
  }

  /** What all but moderators see. */
  public ListedMember withoutNote() {
    return new ListedMember(member.withNote(""), aliases, label);
  }

  /** What all but moderators see of others. */
  public ListedMember withoutLastSeen() {
    return new ListedMember(member.withoutLastSeen(), aliases, label);
  }

  /** What members see of themselves: the label is between others. */
  public ListedMember withoutLabel() {
    return new ListedMember(member, aliases, "");
  }
}
