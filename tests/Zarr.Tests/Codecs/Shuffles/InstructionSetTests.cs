using System.Diagnostics;
using Xunit;
using Zarr.Tests.Codecs.Compression;
using Zarr.Tests.Codecs.Huffman;
using Zarr.Tests.Codecs.Zstandard;

namespace Zarr.Tests.Codecs.Shuffles;

/// <summary>Runs the tests of the vector kernels again, in processes that may use less of the processor.</summary>
public sealed class InstructionSetTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task Kernels_are_right_without(string setting)
    {
        var program = Path.Join(AppContext.BaseDirectory, "Zarr.Tests" + (OperatingSystem.IsWindows() ? ".exe" : string.Empty));
        var start = new ProcessStartInfo(program, ["-noColor"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[setting] = "0";
        start.Environment[WithoutInstructionsTests.Setting] = setting;
        Type[] kernels =
        [
            typeof(ShuffleTests), typeof(Lz4BlockTests), typeof(LiteralKernelTests), typeof(FrameWriterTests), typeof(NeighbourMatcherTests), typeof(RunMatcherTests),
            typeof(HuffmanTableTests), typeof(LiteralsDecoderTests), typeof(RowMoverTests), typeof(StridedCopyTests), typeof(WithoutInstructionsTests),
        ];
        foreach (var tests in kernels)
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
}
