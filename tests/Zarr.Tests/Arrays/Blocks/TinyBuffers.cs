using Xunit;

namespace Zarr.Tests.Arrays.Blocks;

/// <summary>Tests whose small chunks are only divided by the tiny limits of builds for debugging.</summary>
internal static class TinyBuffers
{
    /// <summary>Skips the test in other builds, where chunks of a few kilobytes are read whole.</summary>
    internal static void Require() => Assert.SkipUnless(BufferSizes.BlockHead < 1 << 10, "only builds for debugging read parts of chunks as small as those of this test");
}
