using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using Xunit;

namespace TestKit;

/// <summary>Runs tests of vector kernels again, in processes that may use less of the processor. A test project derives one class, and so gets the test that the setting works too.</summary>
public abstract class InstructionSets
{
    /// <summary>Names the setting that a process was started with; not set in a run of all tests.</summary>
    internal const string Setting = "TESTS_WITHOUT";

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

    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Kernels_are_right_without(string setting)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Setting) is not null, "This process is one of those.");
        Assert.SkipUnless(Rounds.AreAll || setting == "DOTNET_EnableAVX2", "a build for release runs the kernels without these instructions");
        var program = Path.Join(AppContext.BaseDirectory, GetType().Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        var start = new ProcessStartInfo(program, ["-noColor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[setting] = "0";
        start.Environment[Setting] = setting;
        foreach (var tests in Kernels.Append(GetType()))
        {
            start.ArgumentList.Add("-class");
            start.ArgumentList.Add(tests.FullName!);
        }

        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, output + await errors);
        Assert.DoesNotContain("Total: 0", output);
    }

    /// <summary>The classes of tests to run.</summary>
    protected abstract IEnumerable<Type> Kernels { get; }
}
