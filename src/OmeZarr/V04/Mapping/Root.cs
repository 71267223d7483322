namespace OmeZarr.V04.Mapping;

/// <summary>The beginning of all documents of 0.4.</summary>
internal static class Root
{
    /// <summary>The metadata are the top level of the document.</summary>
    public const string Location = "";

    /// <summary>Name of the member that multiscales, plates, wells and image-labels have.</summary>
    public const string Version = "version";
}
