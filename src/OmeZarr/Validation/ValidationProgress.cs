namespace OmeZarr;

/// <summary>How far a validation is. The number of nodes is not known before the end.</summary>
/// <param name="NodePath">Path of a node that was just checked, or of an array of which a chunk was, relative to the root of the validation.</param>
/// <param name="NodesChecked">Groups and arrays that are finished.</param>
/// <param name="NodesFound">Groups and arrays that are known so far, finished or not.</param>
/// <param name="ChunksChecked">Chunks that were decoded.</param>
/// <param name="BytesChecked">Stored bytes of the chunks of all arrays that are finished.</param>
public readonly record struct ValidationProgress(string NodePath, long NodesChecked, long NodesFound, long ChunksChecked, long BytesChecked);
