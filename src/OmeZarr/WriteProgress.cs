namespace OmeZarr;

/// <summary>How far the writing of an image has come, over all its levels.</summary>
/// <param name="ArrayPath">Path of the array that is being written, relative to the image.</param>
/// <param name="ChunksWritten">Chunks that are finished.</param>
/// <param name="ChunksTotal">Chunks of all levels.</param>
/// <param name="BytesWritten">Bytes of the finished elements, before compression.</param>
/// <param name="BytesTotal">Bytes of all elements of all levels, before compression.</param>
public readonly record struct WriteProgress(string ArrayPath, long ChunksWritten, long ChunksTotal, long BytesWritten, long BytesTotal);
