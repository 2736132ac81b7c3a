package alcove.tunnel.muxrpc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All procedures that a peer may call, and the manifest that lists exactly these. Immutable.
 *
 * @param <C> what a procedure gets to know of its caller
 */
public final class ProcedureTable<C> {
  private final Map<ProcedureName, Procedure<C>> procedures;

  private ProcedureTable(Map<ProcedureName, Procedure<C>> procedures) {
    this.procedures = new LinkedHashMap<>(procedures);
    Reply manifest = Reply.of(manifestOf(procedures).put("manifest", "sync"));
    this.procedures.put(
        ProcedureName.of("manifest"),
        Procedure.sync((caller, args) -> Future.succeededFuture(manifest)));
  }

  private static <C> ObjectNode manifestOf(Map<ProcedureName, Procedure<C>> procedures) {
    ObjectNode manifest = Json.object();
    procedures.forEach(
        (name, procedure) -> {
          List<String> parts = name.parts();
          ObjectNode parent = manifest;
          for (String namespace : parts.subList(0, parts.size() - 1)) {
            parent = parent.withObjectProperty(namespace);
          }
          parent.put(parts.getLast(), procedure.manifestType());
        });
    return manifest;
  }

  @Nullable Procedure<C> find(ProcedureName name) {
    return procedures.get(name);
  }

  /** Begins a table. */
  public static <C> Builder<C> builder() {
    return new Builder<>();
  }

  /** Collects procedures. */
  public static final class Builder<C> {
    private final Map<ProcedureName, Procedure<C>> procedures = new LinkedHashMap<>();

    private Builder() {}

    /** Adds one under its dotted name. */
    public Builder<C> add(String dotted, Procedure<C> procedure) {
      procedures.put(ProcedureName.of(dotted), procedure);
      return this;
    }

    /** The table, with {@code manifest} added to it. */
    public ProcedureTable<C> build() {
      return new ProcedureTable<>(procedures);
    }
  }
}
