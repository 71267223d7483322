namespace Zarr.Stores.Files;

/// <summary>Distinguishes addresses from paths. <c>OmeZarr</c> and the command line compile this file, too.</summary>
internal static class Address
{
    /// <summary>Whether a text is an address such as <c>s3://bucket/cells.ome.zarr</c>. As a path it would name a local folder <c>s3:</c>.</summary>
    internal static bool Is(string path) =>
        path.IndexOf("://", StringComparison.Ordinal) is > 1 and var end && char.IsAsciiLetter(path[0]) && path.Take(end).All(IsOfScheme); // a single letter is a Windows drive

    // RFC 3986, section 3.1.
    private static bool IsOfScheme(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.';
}
