namespace Zarr.Stores.Files;

/// <summary>Errors of the file system as a store reports them: always an <see cref="IOException"/> that names the path.</summary>
internal static class FileErrors
{
    internal static IOException Cannot(string verb, string path, Exception reason) =>
        new($"cannot {verb} {path}: {reason.Message}", reason);

    internal static IOException Special(string path) =>
        new($"cannot read {path}: it is a pipe, socket or device, and not a file; remove it, or make it a file again");

    internal static IOException Folder(string path) =>
        new($"cannot read {path}: it is a folder, and not a file; move it away, or write the value again");

    internal static IOException CannotWrite(string path, Exception reason) => FileAbove(path) is { } file
        ? new IOException($"cannot write {path}: {file} is a file, but a directory is needed there", reason)
        : Cannot("write", path, reason);

    private static string? FileAbove(string path)
    {
        var above = Path.GetDirectoryName(path);
        while (above is not null && !Path.Exists(above))
        {
            above = Path.GetDirectoryName(above);
        }

        return File.Exists(above) ? above : null;
    }
}
