using Blosc.Tests.Lz4;
using Blosc.Tests.Shuffles;
using Blosc.Tests.Zstd.Decoding;
using Blosc.Tests.Zstd.Encoding;
using Blosc.Tests.Zstd.Sequences;
using TestKit;

namespace Blosc.Tests;

public sealed class InstructionSetTests : InstructionSets
{
    protected override IEnumerable<Type> Kernels =>
    [
        typeof(ShuffleTests), typeof(Lz4BlockTests), typeof(LiteralKernelTests), typeof(FrameWriterTests), typeof(FixedOffsetMatchFinderTests), typeof(RunLengthMatchFinderTests), typeof(HuffmanTableTests),
        typeof(LiteralsDecoderTests),
    ];
}
