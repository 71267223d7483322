namespace OmeZarr;

/// <summary>Which data are on disk when a writer to a folder returns; a store keeps what it has acknowledged as its service promises. The guide "Safety" has the table of guarantees.</summary>
public enum Durability
{
    /// <summary>
    /// Data that replace others are on disk before the replaced data (a hierarchy, a label, the document that lists wells or labels) are deleted. New data may still be in
    /// the system's memory: they survive the end of the process, but a power failure only after some seconds.
    /// </summary>
    Default,

    /// <summary>New data and their names are on disk, too, when a writer, a builder or <see cref="PreparedArrays.FlushAsync"/> returns.</summary>
    Flushed,
}
