using OmeZarr.Tests.Pyramids.Kernels;
using TestKit;

namespace OmeZarr.Tests;

public sealed class InstructionSetTests : InstructionSets
{
    protected override IEnumerable<Type> Kernels => [typeof(BoxReducerTests)];
}
