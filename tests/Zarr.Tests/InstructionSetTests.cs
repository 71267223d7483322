using TestKit;

namespace Zarr.Tests;

public sealed class InstructionSetTests : InstructionSets
{
    protected override IEnumerable<Type> Kernels => [typeof(StreamingCopyTests), typeof(StridedCopyTests)];
}
