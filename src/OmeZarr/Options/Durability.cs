namespace OmeZarr;

/// <summary>What is on the disk when a writer says that it is done. The guide's page "Safety" has the table of promises.</summary>
public enum Durability
{
    /// <summary>
    /// Whatever a call replaces – a hierarchy, a label, the document that lists wells or labels – is deleted only when what takes its place is on the disk. What is new may still be in
    /// the system's memory: it survives the end of the process at any moment, but the machine's power failure only after some seconds.
    /// </summary>
    Default,

    /// <summary>Also what is new is on the disk, with all its names, when the call returns: one-shot writers, builders, and <see cref="PreparedArrays.FlushAsync"/>.</summary>
    Flushed,
}
