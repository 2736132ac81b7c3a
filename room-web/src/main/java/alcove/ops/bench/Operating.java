package alcove.ops.bench;

import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** An operator at work: a command every other second, and a backup now and then. */
record Operating(Swarm swarm, RoomConsole console) implements Life {
  private static final String DESCRIPTION = "description";
  private static final int KINDS = 20;

  @Override
  public void once(Random random) throws CommandException, InterruptedException {
    int kind = random.nextInt(KINDS);
    if (kind == 0) {
      backUp();
    } else if (kind == 1) {
      describe();
    } else if (kind < 8) {
      keepSomebodyOut();
    } else if (kind < 14) {
      invite();
    } else {
      takeSomebodyIn();
    }
    Thread.sleep(Lives.time(random, 500, 3500));
  }

  /** Whom it has taken in or kept out would stay so. */
  @Override
  public boolean isInterruptible() {
    return false;
  }

  private void takeSomebodyIn() throws CommandException {
    String id = somebody();
    console.run("member", "add", id);
    console.run("member", "remove", id);
  }

  private void invite() throws CommandException {
    long number = console.ask("invite", "create", "--json").path("id").asLong();
    console.run("invite", "revoke", Long.toString(number));
  }

  private void keepSomebodyOut() throws CommandException {
    String id = somebody();
    console.run("block", "add", id, "--reason", "soak");
    console.run("block", "remove", id);
  }

  private String somebody() {
    FeedId id = swarm.newIdentity().id();
    return id.toString();
  }

  private void describe() throws CommandException {
    String before = console.run("setting", "get", DESCRIPTION);
    console.run("setting", "set", DESCRIPTION, "A soak is under way.");
    console.run("setting", "set", DESCRIPTION, before);
  }

  /** The bytes as {@code alcove backup} gets them from the server; they are not kept. */
  private void backUp() throws CommandException {
    try {
      Path folder = Files.createTempDirectory("alcove-soak");
      Path file = folder.resolve("backup");
      try {
        try (OutputStream out = Files.newOutputStream(file)) {
          console.run(out, "backup", "--without-identity", file.toString());
        }
        if (Files.size(file) == 0) {
          throw new CommandException("backup: nothing is in it");
        }
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException failure) {
      throw new CommandException("backup: " + failure.getMessage(), failure);
    }
  }
}
