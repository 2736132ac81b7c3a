package alcove.tunnel.simulation;

import static java.lang.constant.ConstantDescs.CD_void;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The room's classes once more, with a {@linkplain Places place} before each access to what threads
 * share without a lock: atomics, concurrent queues and maps, volatile fields. So a thread can be
 * interrupted there in the middle of a task, as it can be in life, and by the seed.
 */
final class InterruptedClasses extends ClassLoader {
  /** What threads share is in those. */
  private static final List<String> INTERRUPTED =
      List.of("alcove.tunnel.", "alcove.room.signin.", "alcove.limits.", "alcove.cluster.shared.");

  private static final List<String> OF_TESTS =
      List.of("alcove.tunnel.simulation.", "alcove.tunnel.testing.");

  /** Shared by all, and without state. */
  private static final List<String> AS_THEY_ARE = List.of("alcove.crypto.", "alcove.identity.");

  private static final List<String> SHARED =
      List.of("java/util/concurrent/", "java/util/Queue", "java/util/Deque");

  private static final ClassDesc PLACES = ClassDesc.of("alcove.tunnel.simulation.Places");
  private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(CD_void);

  private final ClassFile classFile = ClassFile.of();

  InterruptedClasses(ClassLoader parent) {
    super(parent);
  }

  private static boolean isIn(List<String> prefixes, String name) {
    return prefixes.stream().anyMatch(name::startsWith);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith("alcove.") || isIn(AS_THEY_ARE, name)) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] made = isIn(INTERRUPTED, name) && !isIn(OF_TESTS, name) ? interrupted(bytes) : bytes;
      return defineClass(name, made, 0, made.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  private byte[] interrupted(byte[] bytes) {
    ClassModel model = classFile.parse(bytes);
    Set<String> shared =
        model.fields().stream()
            .filter(field -> field.flags().has(AccessFlag.VOLATILE))
            .map(field -> field.fieldName().stringValue())
            .collect(Collectors.toSet());
    String self = model.thisClass().asInternalName();
    CodeTransform places = (code, element) -> add(code, element, self, shared);
    return classFile.transformClass(
        model, ClassTransform.transformingMethodBodies(InterruptedClasses::isWithoutLock, places));
  }

  /** Nobody else gets past a lock, though it is the same thread here. */
  private static boolean isWithoutLock(MethodModel method) {
    return !method.flags().has(AccessFlag.SYNCHRONIZED)
        && !method.methodName().stringValue().startsWith("<")
        && method.code().map(InterruptedClasses::hasNoMonitor).orElse(false);
  }

  private static boolean hasNoMonitor(CodeModel code) {
    return code.elementStream().noneMatch(MonitorInstruction.class::isInstance);
  }

  private static void add(
      CodeBuilder code, CodeElement element, String self, Set<String> volatiles) {
    boolean isShared =
        switch (element) {
          case InvokeInstruction call ->
              isIn(SHARED, call.owner().asInternalName())
                  && !call.name().stringValue().startsWith("<");
          case FieldInstruction field ->
              field.owner().asInternalName().equals(self)
                  && volatiles.contains(field.name().stringValue());
          default -> false;
        };
    if (isShared) {
      code.invokestatic(PLACES, "here", NOTHING);
    }
    code.with(element);
  }
}
