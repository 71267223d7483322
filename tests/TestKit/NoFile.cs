using System.Diagnostics;
using System.Net.Sockets;
using Xunit;

namespace TestKit;

/// <summary>What can stand where a file is expected. To open some of it takes for ever, so what is tested with it gets a minute.</summary>
public static class NoFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Kinds that <see cref="PutAsync"/> knows.</summary>
    public static TheoryData<string> Kinds => ["folder", "pipe", "socket", "device"];

    /// <summary>Puts something in the place of a file, which is deleted; folders above are made.</summary>
    public static async Task PutAsync(string kind, string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() && kind != "folder", "Windows has no pipes, sockets and devices among its files");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            Directory.Delete(path);
        }

        File.Delete(path);
        switch (kind)
        {
            case "folder":
                Directory.CreateDirectory(path);
                break;
            case "pipe":
                using (var maker = Process.Start("mkfifo", [path]))
                {
                    await maker.WaitForExitAsync();
                    Assert.Equal(0, maker.ExitCode);
                }

                break;
            case "socket":
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    var bound = Path.Join(Path.GetTempPath(), Path.GetRandomFileName()); // an address has at most 107 bytes
                    socket.Bind(new UnixDomainSocketEndPoint(bound));
                    File.Move(bound, path); // else it goes with the socket
                }

                break;
            default:
                File.CreateSymbolicLink(path, "/dev/zero");
                break;
        }

        Assert.True(Path.Exists(path), $"{path} is not there");
    }

    /// <summary>Requires that an action fails soon, and that its error names the path and what stands there.</summary>
    public static async Task RequireErrorAsync(string kind, string path, Func<Task> action)
    {
        var error = await Assert.ThrowsAsync<IOException>(() => SoonAsync(action));
        RequireNamed(kind, path, error.Message);
    }

    /// <summary>Requires that a message names the path and what stands there.</summary>
    public static void RequireNamed(string kind, string path, string message) =>
        Assert.Contains($"cannot read {path}: it is a {(kind == "folder" ? "folder" : "pipe, socket or device")}, and not a file", message, StringComparison.Ordinal);

    /// <summary>Runs on another thread, since what hangs may hang before its first await.</summary>
    public static Task SoonAsync(Func<Task> action) => Task.Run(action).WaitAsync(Patience);
}
