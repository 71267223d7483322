using TestKit;
using WriterContract;
using Zarr.Stores;

namespace OmeZarr.Tests.Writing.Stores;

/// <summary>Writers of images in folders.</summary>
public sealed class FolderImageWriterTests : ImageWriterContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override StoreLocation NewLocation() => folder["image.ome.zarr"];

    public void Dispose() => folder.Dispose();
}

/// <summary>Builders in folders.</summary>
public sealed class FolderBuilderTests : BuilderContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override StoreLocation NewLocation() => folder["plate.ome.zarr"];

    public void Dispose() => folder.Dispose();
}

/// <summary>Writers of images in archives.</summary>
public sealed class ArchiveImageWriterTests : ImageWriterContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override bool IsWrittenOnce => true;

    protected override StoreLocation NewLocation() => folder["sub/image.ozx"];

    public void Dispose() => folder.Dispose();
}

/// <summary>Builders in archives.</summary>
public sealed class ArchiveBuilderTests : BuilderContract, IDisposable
{
    private readonly TemporaryFolder folder = new();

    protected override bool IsWrittenOnce => true;

    protected override bool TakesSeveralWriters => false;

    protected override StoreLocation NewLocation() => folder["sub/plate.ozx"];

    public void Dispose() => folder.Dispose();
}

/// <summary>Writers of images in a store that replaces values on condition.</summary>
public sealed class StoreImageWriterTests : ImageWriterContract
{
    protected override StoreLocation NewLocation() => StoreLocation.In(new MemoryStore(), new StorePrefix("lab/image.ome.zarr"));
}

/// <summary>Builders in a store that replaces values on condition.</summary>
public sealed class StoreBuilderTests : BuilderContract
{
    protected override StoreLocation NewLocation() => StoreLocation.In(new MemoryStore(), new StorePrefix("lab/plate.ome.zarr"));
}

/// <summary>Builders at the root of a store.</summary>
public sealed class StoreRootBuilderTests : BuilderContract
{
    protected override StoreLocation NewLocation() => StoreLocation.In(new MemoryStore(), StorePrefix.Root);
}

/// <summary>Writers of images in a store that creates and replaces values without conditions.</summary>
public sealed class UnconditionalStoreImageWriterTests : ImageWriterContract
{
    protected override StoreLocation NewLocation() => StoreLocation.In(new UnconditionalStore(new MemoryStore()), new StorePrefix("image.ome.zarr"));
}

/// <summary>Builders in a store that creates and replaces values without conditions: one writer at a time.</summary>
public sealed class UnconditionalStoreBuilderTests : BuilderContract
{
    protected override bool TakesSeveralWriters => false;

    protected override StoreLocation NewLocation() => StoreLocation.In(new UnconditionalStore(new MemoryStore()), new StorePrefix("plate.ome.zarr"));
}
