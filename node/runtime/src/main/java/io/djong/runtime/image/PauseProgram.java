package io.djong.runtime.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// The first process of a pod, as machine code: it reaps orphans and goes when told to.
///
/// The program blocks SIGINT, SIGTERM and SIGCHLD and then waits for them, since the kernel does not deliver
/// a signal without a handler to a first process, but does keep a blocked one for whoever waits. Written
/// byte by byte because a user's machine has no C compiler and nobody should have to trust a binary in a
/// repository:
///
/// ```
///         rt_sigprocmask(SIG_BLOCK, {SIGINT, SIGTERM, SIGCHLD}, NULL, 8)
/// wait:   signal = rt_sigtimedwait({...}, NULL, NULL, 8)
///         if (signal == SIGCHLD) goto reap
///         if (signal < 0) goto wait
///         exit_group(0)
/// reap:   if (wait4(-1, NULL, WNOHANG, NULL) > 0) goto reap
///         goto wait
/// ```
///
/// @spec https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html ELF header
final class PauseProgram {

    private static final int ELF_HEADER = 64;
    private static final int PROGRAM_HEADER = 56;
    private static final int PROGRAM_HEADERS = 2;
    private static final int CODE_AT = ELF_HEADER + PROGRAM_HEADERS * PROGRAM_HEADER;
    private static final long LOAD_ADDRESS = 0x400000;
    private static final int PT_LOAD = 1;
    private static final int PT_GNU_STACK = 0x6474e551;
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int EXECUTE = 1;

    /// 0x14002 is the set: bit n-1 for signal n, of 2, 15 and 17.
    private static final String AMD64 =
            """
            68 02 40 01 00      push 0x14002
            31 ff               xor  edi, edi
            48 89 e6            mov  rsi, rsp
            31 d2               xor  edx, edx
            6a 08               push 8
            41 5a               pop  r10
            6a 0e               push 14
            58                  pop  rax
            0f 05               syscall
            48 89 e7      wait: mov  rdi, rsp
            31 f6               xor  esi, esi
            31 d2               xor  edx, edx
            6a 08               push 8
            41 5a               pop  r10
            b8 80 00 00 00      mov  eax, 128
            0f 05               syscall
            83 f8 11            cmp  eax, 17
            74 0d               je   reap
            85 c0               test eax, eax
            78 e5               js   wait
            31 ff               xor  edi, edi
            b8 e7 00 00 00      mov  eax, 231
            0f 05               syscall
            6a ff         reap: push -1
            5f                  pop  rdi
            31 f6               xor  esi, esi
            6a 01               push 1
            5a                  pop  rdx
            45 31 d2            xor  r10d, r10d
            6a 3d               push 61
            58                  pop  rax
            0f 05               syscall
            85 c0               test eax, eax
            7f ec               jg   reap
            eb c6               jmp  wait
            """;

    /// Words here are as the manual writes them; memory has them with the low byte first.
    private static final String ARM64 =
            """
            d10043ff            sub  sp, sp, #16
            d2880049            mov  x9, #0x4002
            f2a00029            movk x9, #1, lsl #16
            f90003e9            str  x9, [sp]
            d2800000            mov  x0, #0
            910003e1            mov  x1, sp
            d2800002            mov  x2, #0
            d2800103            mov  x3, #8
            d28010e8            mov  x8, #135
            d4000001            svc  #0
            910003e0      wait: mov  x0, sp
            d2800001            mov  x1, #0
            d2800002            mov  x2, #0
            d2800103            mov  x3, #8
            d2801128            mov  x8, #137
            d4000001            svc  #0
            7100441f            cmp  w0, #17
            540000a0            b.eq reap
            37ffff00            tbnz w0, #31, wait
            d2800000            mov  x0, #0
            d2800bc8            mov  x8, #94
            d4000001            svc  #0
            92800000      reap: mov  x0, #-1
            d2800001            mov  x1, #0
            d2800022            mov  x2, #1
            d2800003            mov  x3, #0
            d2802088            mov  x8, #260
            d4000001            svc  #0
            f100001f            cmp  x0, #0
            54ffff2c            b.gt reap
            17ffffec            b    wait
            """;

    private static final int MACHINE_AMD64 = 62;
    private static final int MACHINE_ARM64 = 183;

    /// Where a line's bytes end and its assembly begins.
    private static final int BYTES_COLUMN = 14;

    private PauseProgram() {}

    /// A static executable file.
    static byte[] executable(Architecture architecture) {
        return switch (architecture) {
            case AMD64 -> elf(MACHINE_AMD64, code(AMD64, false));
            case ARM64 -> elf(MACHINE_ARM64, code(ARM64, true));
        };
    }

    private static byte[] code(String listing, boolean words) {
        ByteBuffer code = ByteBuffer.allocate(listing.length());
        listing.lines()
                .map(line -> line.substring(0, BYTES_COLUMN).replace(" ", ""))
                .map(HexFormat.of()::parseHex)
                .map(bytes -> words ? reversed(bytes) : bytes)
                .forEach(code::put);
        code.flip();
        byte[] bytes = new byte[code.remaining()];
        code.get(bytes);
        return bytes;
    }

    private static byte[] reversed(byte[] word) {
        byte[] reversed = new byte[word.length];
        for (int i = 0; i < word.length; i++) {
            reversed[i] = word[word.length - 1 - i];
        }
        return reversed;
    }

    private static byte[] elf(int machine, byte[] code) {
        int size = CODE_AT + code.length;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
        file.putShort((short) 2).putShort((short) machine).putInt(1);
        file.putLong(LOAD_ADDRESS + CODE_AT).putLong(ELF_HEADER).putLong(0).putInt(0);
        file.putShort((short) ELF_HEADER).putShort((short) PROGRAM_HEADER);
        file.putShort((short) PROGRAM_HEADERS)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 0);
        programHeader(file, PT_LOAD, READ | EXECUTE, LOAD_ADDRESS, size, 0x10000);
        programHeader(file, PT_GNU_STACK, READ | WRITE, 0, 0, 16);
        return file.put(code).array();
    }

    private static void programHeader(
            ByteBuffer file, int type, int flags, long address, int size, int alignment) {
        file.putInt(type).putInt(flags).putLong(0).putLong(address).putLong(address);
        file.putLong(size).putLong(size).putLong(alignment);
    }
}
