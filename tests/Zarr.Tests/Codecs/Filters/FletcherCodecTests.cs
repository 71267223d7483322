using System.Text.Json.Nodes;
using TestKit;
using Zarr.Codecs;
using Zarr.Codecs.Filters;

namespace Zarr.Tests.Codecs.Filters;

public sealed class FletcherCodecTests : CodecContract
{
    protected override IEnumerable<ICodec> Codecs() => [ChecksumCodec.Fletcher(null)];

    protected override ICodec Parse(JsonObject? configuration) => ChecksumCodec.Fletcher(configuration);
}
