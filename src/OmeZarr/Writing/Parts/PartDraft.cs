using OmeZarr.Writing.Publication;

namespace OmeZarr.Writing.Parts;

/// <summary>A part that is being written. Disposing it removes what was written, unless the part was published.</summary>
internal abstract class PartDraft<T>(T part) : IAsyncDisposable
    where T : Part
{
    internal T Part => part;

    /// <summary>Where the part is written, with paths relative to it.</summary>
    internal abstract WriteTarget Target { get; }

    /// <summary>Never throws, so that the caller sees the original error.</summary>
    public abstract ValueTask DisposeAsync();
}

/// <summary>A part and its staging folder.</summary>
internal sealed class StagedPart<T>(T part, StagedHierarchy staged, WriteOptions options) : PartDraft<T>(part)
    where T : Part
{
    internal StagedHierarchy Staged => staged;

    internal override WriteTarget Target { get; } = WriteTarget.InFolder(staged.Staging, staged.Within(options));

    public override ValueTask DisposeAsync()
    {
        staged.Dispose();
        return ValueTask.CompletedTask;
    }
}
