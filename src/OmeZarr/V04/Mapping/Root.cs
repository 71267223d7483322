namespace OmeZarr.V04.Mapping;

/// <summary>The root of documents of 0.4.</summary>
internal static class Root
{
    /// <summary>Location of the metadata: the root of the document.</summary>
    public const string Location = "";

    /// <summary>Name of the version member of multiscales, plates, wells and image-labels.</summary>
    public const string Version = "version";
}
