using OmeZarr;
using Zarr;
using Zarr.Stores;

namespace Macro.Comparing;

/// <summary>One of the two that are compared.</summary>
internal abstract class Side(string name, string output)
{
    internal string Name => name;

    /// <summary>The folder of the array, with the folder <c>c</c> of its chunks.</summary>
    internal abstract string Folder { get; }

    internal abstract Task WriteAsync(CancellationToken cancellationToken);

    internal abstract Task ReadAsync(string folder, WholeArray destination, CancellationToken cancellationToken);

    /// <summary>Bytes of the files of chunks, without metadata.</summary>
    internal long StoredBytes()
    {
        var chunks = new DirectoryInfo(Path.Join(Folder, "c"));
        return chunks.Exists ? chunks.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) : 0;
    }

    internal void DeleteOutput()
    {
        if (Directory.Exists(output))
        {
            Directory.Delete(output, recursive: true);
        }
    }
}

/// <summary>Our library, as a user calls it.</summary>
internal sealed class OurSide(WriteCase test, IArraySource source) : Side("ours", test.Output)
{
    internal override string Folder => Path.Join(test.Output, "0");

    internal override Task WriteAsync(CancellationToken cancellationToken) =>
        OmeWriter.WriteImageAsync(test.Output, test.Image(), source, test.Options(), cancellationToken: cancellationToken);

    internal override async Task ReadAsync(string folder, WholeArray destination, CancellationToken cancellationToken)
    {
        var options = new ZarrOptions { MaxDegreeOfParallelism = test.Threads };
        var array = await ZarrArray.OpenAsync(new FileSystemStore(folder), StorePrefix.Root, options, cancellationToken);
        var done = 0L;
        foreach (var region in ReadBenchmark.Regions(array))
        {
            var length = (int)(region.Shape.ElementCount * array.DataType.Size);
            await ((IArraySource)array).ReadAsync(region, destination.Part(done, length), cancellationToken);
            done += length;
        }
    }
}

/// <summary>The loop over c-blosc.</summary>
internal sealed class CSide(CLoop loop, nint input, string output) : Side("cblosc", output)
{
    internal override string Folder { get; } = output;

    internal override Task WriteAsync(CancellationToken cancellationToken)
    {
        loop.Write(input, Folder);
        return Task.CompletedTask;
    }

    internal override Task ReadAsync(string folder, WholeArray destination, CancellationToken cancellationToken)
    {
        loop.Read(folder, destination.Address);
        return Task.CompletedTask;
    }
}
