using CsCheck;
using TestKit;
using Xunit;

namespace Zarr.Tests.Checking;

/// <summary>Random arrays with one random fault, with a pinned seed; <c>tests/Soak</c> makes others for as long as one likes.</summary>
public sealed class ChunkCheckPropertyTests
{
    [Fact]
    public async Task A_whole_array_gives_no_finding_and_a_fault_is_found_or_does_not_keep_readers_from_reading() =>
        await RandomFaults.Cases.SampleAsync(@case => RandomFaults.CheckAsync(@case.Metadata, new Random(@case.Seed)), seed: "0000Checking0", iter: Rounds.Of(3000));
}
