using Stores.Integration.Ceph;
using Stores.Integration.Servers;
using TestKit;
using Xunit;

[assembly: AssemblyFixture(typeof(CephServer))]

namespace Stores.Integration.Ceph;

/// <summary>The object gateway of Ceph, which speaks the protocol of S3. The script <c>gateway</c> beside this file starts it in memory.</summary>
public sealed class CephServer : ServerFixture
{
    public const string AccessKey = "TESTKEY";
    public const string SecretKey = "TESTSECRET";

    private readonly string folder = Path.Join(Path.GetTempPath(), $"ceph-{Guid.NewGuid():N}");

    protected override string? Missing => !OperatingSystem.IsLinux() ? "the object gateway of Ceph runs on Linux only"
        : new[] { "radosgw", "ceph-mon", "ceph-osd", "ceph" }.All(Commands.Exists) ? null
        : "no object gateway of Ceph: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-common";

    private static string Script => Path.Join(SharedData.RepositoryRoot, "tests", "Stores.Integration", "Ceph", "gateway");

    protected override async Task<Uri> StartAsync() => new((await Commands.RunAsync(Script, "start", folder)).Trim());

    protected override async Task StopAsync()
    {
        await Commands.RunAsync(Script, "stop", folder);
        Directory.Delete(folder, recursive: true);
        File.Delete($"{folder}.log");
    }
}
