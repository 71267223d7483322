using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Blosc.Shuffles;

/// <summary>
/// The vector operations that make up the byte transposition (the shuffle of Blosc). They work on one or two lanes of 16 bytes. The lanes hold consecutive bytes, or bytes from two places.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IByteTranspose<TVector>
    where TVector : struct
{
    /// <summary>Whether the processor supports the instructions.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Bytes per vector.</summary>
    static abstract int Width { get; }

    /// <summary>Loads consecutive bytes.</summary>
    static abstract TVector Load(ref readonly byte at);

    /// <summary>Stores consecutive bytes.</summary>
    static abstract void Store(TVector vector, ref byte at);

    /// <summary>Loads the lanes from places that lie <paramref name="step"/> bytes apart. With one lane, the step is not used.</summary>
    static abstract TVector LoadLanes(ref readonly byte at, nuint step);

    /// <summary>Stores the lanes to places that lie <paramref name="step"/> bytes apart.</summary>
    static abstract void StoreLanes(TVector vector, ref byte at, nuint step);

    /// <summary>In each lane, interleaves the lower 8 bytes of both vectors, the left one first.</summary>
    static abstract TVector InterleaveLow(TVector left, TVector right);

    /// <summary>In each lane, interleaves the upper 8 bytes of both vectors, the left one first.</summary>
    static abstract TVector InterleaveHigh(TVector left, TVector right);
}

// These types ask for the instruction set (Avx2.IsSupported). A program compiled ahead of time for any x64 processor checks that at run time.
// Vector256.IsHardwareAccelerated would be compiled as false there.

/// <summary>Two lanes, with AVX2.</summary>
internal readonly struct ByteTranspose256 : IByteTranspose<Vector256<byte>>
{
    /// <inheritdoc/>
    public static bool IsSupported => Avx2.IsSupported;

    /// <inheritdoc/>
    public static int Width => 32;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(ref readonly byte at) => Vector256.LoadUnsafe(in at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<byte> vector, ref byte at) => vector.StoreUnsafe(ref at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadLanes(ref readonly byte at, nuint step) =>
        Vector256.Create(Vector128.LoadUnsafe(in at), Vector128.LoadUnsafe(in at, step));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLanes(Vector256<byte> vector, ref byte at, nuint step)
    {
        vector.GetLower().StoreUnsafe(ref at);
        vector.GetUpper().StoreUnsafe(ref at, step);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> InterleaveLow(Vector256<byte> left, Vector256<byte> right) => Avx2.UnpackLow(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> InterleaveHigh(Vector256<byte> left, Vector256<byte> right) => Avx2.UnpackHigh(left, right);
}

/// <summary>One lane, with SSE2 or with the 64-bit Arm instructions.</summary>
internal readonly struct ByteTranspose128 : IByteTranspose<Vector128<byte>>
{
    /// <inheritdoc/>
    public static bool IsSupported => Sse2.IsSupported || AdvSimd.Arm64.IsSupported;

    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(ref readonly byte at) => Vector128.LoadUnsafe(in at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> vector, ref byte at) => vector.StoreUnsafe(ref at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadLanes(ref readonly byte at, nuint step) => Vector128.LoadUnsafe(in at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreLanes(Vector128<byte> vector, ref byte at, nuint step) => vector.StoreUnsafe(ref at);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InterleaveLow(Vector128<byte> left, Vector128<byte> right) =>
        Sse2.IsSupported ? Sse2.UnpackLow(left, right) : AdvSimd.Arm64.ZipLow(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> InterleaveHigh(Vector128<byte> left, Vector128<byte> right) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(left, right) : AdvSimd.Arm64.ZipHigh(left, right);
}
