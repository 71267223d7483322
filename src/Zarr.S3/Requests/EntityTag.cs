namespace Zarr.S3.Requests;

/// <summary>Entity tags with and without their quotation marks. Versions of values are tags without.</summary>
internal static class EntityTag
{
    internal static string Plain(string tag) => tag.Trim('"');

    internal static string Quoted(string tag) => $"\"{tag}\"";
}
