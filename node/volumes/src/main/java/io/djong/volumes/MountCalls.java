package io.djong.volumes;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/// The kernel's `mount` and `umount2`, which Java has no names for.
///
/// @spec https://man7.org/linux/man-pages/man2/mount.2.html mount(2)
@SuppressWarnings("restricted")
public final class MountCalls {

    public static final long READ_ONLY = 1;
    public static final long NO_SUID = 2;
    public static final long NO_DEVICES = 4;
    public static final long NO_EXEC = 8;
    public static final long REMOUNT = 32;
    public static final long BIND = 4096;
    public static final long RECURSIVE = 16384;

    /// Lets go of a busy mount: it vanishes here at once, and for good with its last user.
    private static final int DETACH = 2;

    /// It was no mount, or is gone.
    private static final int EINVAL = 22;

    private static final int ENOENT = 2;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle MOUNT =
            handle(
                    "mount",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UMOUNT =
            handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle STRERROR =
            LINKER.downcallHandle(
                    LINKER.defaultLookup().findOrThrow("strerror"),
                    FunctionDescriptor.of(ADDRESS, JAVA_INT));

    private MountCalls() {}

    private static MethodHandle handle(String name, FunctionDescriptor signature) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                signature,
                Linker.Option.captureCallState("errno"));
    }

    /// @param type of the file system, "" for bind mounts
    /// @param options of the file system, "" for none
    public static void mount(String source, Path target, String type, long flags, String options) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result =
                    (int)
                            MOUNT.invokeExact(
                                    state,
                                    arena.allocateFrom(source),
                                    arena.allocateFrom(target.toString()),
                                    arena.allocateFrom(type),
                                    flags,
                                    arena.allocateFrom(options));
            if (result != 0) {
                int errno = (int) ERRNO.get(state, 0L);
                throw new VolumeException(
                        "mount %s on %s: %s".formatted(source, target, words(errno)));
            }
        } catch (VolumeException failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Makes what is at `source` appear at `target` too.
    public static void bind(Path source, Path target) {
        mount(source.toString(), target, "", BIND, "");
    }

    /// Undoes a mount. What is no mount is no error.
    public static void unmount(Path target) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int result =
                    (int) UMOUNT.invokeExact(state, arena.allocateFrom(target.toString()), DETACH);
            if (result != 0) {
                int errno = (int) ERRNO.get(state, 0L);
                if (errno != EINVAL && errno != ENOENT) {
                    throw new VolumeException("unmount %s: %s".formatted(target, words(errno)));
                }
            }
        } catch (VolumeException failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String words(int errno) throws Throwable {
        MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
        return text.reinterpret(200).getString(0);
    }
}
