using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Codecs.Elements;

/// <summary>A codec that is bound with a fill value of its own, for filters that cannot store zero.</summary>
internal sealed record FilledCodec(ICodec Inner, FillValue Fill) : ICodec
{
    public string Name => Inner.Name;

    public CodecKind Kind => Inner.Kind;

    public NamedConfiguration ToMetadata() => Inner.ToMetadata();

    public IBoundCodec Bind(CodecInput input) => Inner.Bind(input with { FillValue = Fill });
}
