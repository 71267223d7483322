using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing.Pyramids;

/// <summary>Random pyramids; <c>tests/Soak</c> makes as many more as one likes.</summary>
public sealed class RandomPyramidTests
{
    [Fact]
    public Task An_image_written_in_one_pass_has_the_levels_that_its_stored_levels_give() => RunAsync(150, PyramidCase.WholeAsync);

    [Fact]
    public Task Another_backend_gets_each_unit_of_each_level_once() => RunAsync(150, PyramidCase.OtherBackendAsync);

    [Fact]
    public Task Pieces_in_any_order_give_the_levels_of_what_is_stored() => RunAsync(150, PyramidCase.PiecesAsync);

    private static async Task RunAsync(int count, Func<Random, string, Task> run)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, count), async (seed, _) =>
        {
            using var folder = new TemporaryFolder();
            try
            {
                await run(new Random(seed), folder.Path);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"case {seed}: {e.Message}", e);
            }
        });
    }
}
