using CsCheck;
using TestKit;
using Xunit;

namespace Zarr.Tests;

/// <summary>Random arrays through random lives, with a pinned seed; <c>tests/Soak</c> lets others live as long as one likes.</summary>
public sealed class EverythingPropertyTests
{
    [Fact]
    public async Task Whatever_happens_to_an_array_it_holds_what_a_naive_array_holds() =>
        await RandomLives.Cases.SampleAsync(RandomLives.LiveAsync, seed: "0000Closing00", iter: Rounds.Of(3000));
}
