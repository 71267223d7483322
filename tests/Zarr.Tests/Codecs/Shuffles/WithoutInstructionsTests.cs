using System.Runtime.Intrinsics.X86;
using Xunit;

namespace Zarr.Tests.Codecs.Shuffles;

public sealed class WithoutInstructionsTests
{
    /// <summary>Names the setting that this process was started with; not set in a run of all tests.</summary>
    internal const string Setting = "ZARR_TESTS_WITHOUT";

    [Fact]
    public void Instructions_that_were_switched_off_are_not_used()
    {
        var isUsed = Environment.GetEnvironmentVariable(Setting) switch
        {
            "DOTNET_EnableAVX512" => Avx512F.IsSupported,
            "DOTNET_EnableAVX2" => Avx2.IsSupported,
            "DOTNET_EnableHWIntrinsic" => Avx.IsSupported || Sse42.IsSupported,
            _ => false,
        };
        Assert.False(isUsed);
    }
}
