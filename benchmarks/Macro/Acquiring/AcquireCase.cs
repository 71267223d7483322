using Macro.Comparing;

namespace Macro.Acquiring;

/// <summary>What is acquired: the planes of a raw file, again and again.</summary>
/// <param name="Input">The frames.</param>
/// <param name="Recipe">The compression of both sides.</param>
/// <param name="Output">Folder for what both sides write; deleted at the end.</param>
internal sealed record AcquireCase(RawFile Input, BloscRecipe Recipe, string Output)
{
    /// <summary>How often the frames of the file are acquired.</summary>
    internal required int Passes { get; init; }

    /// <summary>Workers of both sides.</summary>
    internal required int Threads { get; init; }

    /// <summary>The limit of the memory for frames.</summary>
    internal required long MemoryLimit { get; init; }

    /// <summary>Frames that a chunk holds along the axis of time.</summary>
    internal required int Chunk { get; init; }

    /// <summary>Whether frames are lent; if not, each is copied.</summary>
    internal required bool IsLent { get; init; }

    internal long Height => Input.Shape[Input.Shape.Rank - 2];

    internal long Width => Input.Shape[Input.Shape.Rank - 1];

    internal long FrameBytes => Height * Width * Input.DataType.Size;

    /// <summary>Frames in the file.</summary>
    internal int FramesInFile => (int)(Input.Shape.ElementCount * Input.DataType.Size / FrameBytes);

    internal int Frames => FramesInFile * Passes;
}
