using System.Collections.Concurrent;

namespace Macro.Comparing;

/// <summary>
/// What is compared with: the loop that a competent programmer writes around c-blosc. Each worker keeps its buffers, takes the next chunk, gathers it, compresses
/// it and publishes the file; or reads the file, decompresses it and scatters it.
/// </summary>
internal sealed unsafe class CLoop(LibBlosc blosc, PlainGrid grid, BloscRecipe recipe, int typeSize, int threads)
{
    // Kept from run to run, as our library keeps its own: memory that was never used before costs a page fault for each page.
    private readonly ConcurrentBag<Buffers> spares = [];

    internal void Write(nint array, string folder)
    {
        foreach (var directory in grid.Folders(folder))
        {
            Directory.CreateDirectory(directory);
        }

        ForEachChunk((number, buffers) =>
        {
            var (chunk, encoded) = buffers;
            grid.Gather((byte*)array, number, chunk);
            var content = recipe.Compressor is null ? chunk : encoded.AsSpan(0, blosc.Compress(recipe.ToArguments(typeSize), chunk, encoded));
            var (path, temporary) = grid.Files(folder, number);
            Posix.Publish(path, temporary, content);
        });
    }

    internal void Read(string folder, nint array) => ForEachChunk((number, buffers) =>
    {
        var (chunk, encoded) = buffers;
        var (path, _) = grid.Files(folder, number);
        var isPlain = recipe.Compressor is null;
        var length = Posix.ReadFile(path, isPlain ? chunk : encoded);
        if (length < 0)
        {
            chunk.AsSpan().Clear();
        }
        else if (!isPlain)
        {
            blosc.Decompress(encoded.AsSpan(0, length), chunk);
        }

        grid.Scatter(chunk, number, (byte*)array);
    });

    private void ForEachChunk(Action<int, Buffers> action)
    {
        var next = -1;
        var workers = Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                if (!spares.TryTake(out var buffers))
                {
                    buffers = new Buffers(new byte[grid.ChunkLength], new byte[grid.ChunkLength + LibBlosc.MaxOverhead]);
                }

                while (Interlocked.Increment(ref next) is var number && number < grid.Count)
                {
                    action(number, buffers);
                }

                spares.Add(buffers);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Task.WaitAll(workers);
    }

    private sealed record Buffers(byte[] Chunk, byte[] Encoded);
}
