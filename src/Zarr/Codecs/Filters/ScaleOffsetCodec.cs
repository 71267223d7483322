using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Zarr.Codecs.Elements;
using Zarr.Metadata;

namespace Zarr.Codecs.Filters;

/// <summary>
/// The <c>scale_offset</c> codec (registry of Zarr extensions): stored are the elements less an offset, times a scale, in the arithmetic of their data type. Immutable and thread-safe.
/// </summary>
/// <param name="Offset">JSON of what is subtracted (member <c>offset</c>), in the form of a fill value; null for 0.</param>
/// <param name="Scale">JSON of what the difference is multiplied by (member <c>scale</c>), in the form of a fill value; null for 1.</param>
internal sealed record ScaleOffsetCodec(string? Offset, string? Scale) : ICodec
{
    /// <summary>The name in <c>zarr.json</c>.</summary>
    public const string CodecName = "scale_offset";

    /// <inheritdoc/>
    public string Name => CodecName;

    /// <inheritdoc/>
    public CodecKind Kind => CodecKind.ArrayToArray;

    /// <summary>Reads the configuration. Both members may be missing.</summary>
    /// <exception cref="InvalidMetadataException">A member is unknown.</exception>
    public static ICodec FromConfiguration(JsonObject? configuration)
    {
        var reader = new CodecConfiguration(CodecName, configuration, "offset", "scale");
        return new ScaleOffsetCodec(reader.JsonOrNull("offset"), reader.JsonOrNull("scale"));
    }

    /// <inheritdoc/>
    public NamedConfiguration ToMetadata()
    {
        var members = new JsonObject();
        Add("offset", Offset);
        Add("scale", Scale);
        return new NamedConfiguration(Name, members);

        void Add(string member, string? json)
        {
            if (json is not null)
            {
                members[member] = JsonNode.Parse(json);
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidMetadataException">A member or the stored fill value is no value of the data type, or the scale is 0.</exception>
    public IBoundCodec Bind(CodecInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.DataType.RequireNumber(Name).Make<Visitor, IBoundCodec>(new Visitor(this, input));
    }

    private readonly struct Visitor(ScaleOffsetCodec codec, CodecInput input) : INumberVisitor<IBoundCodec>
    {
        public IBoundCodec Integer<T>()
            where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T> => new ScaledIntegers<T>(input, OffsetOf<T>(), ScaleOf<T>());

        public IBoundCodec Float<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T> => new ScaledFloats<T>(input, OffsetOf<T>(), ScaleOf<T>());

        private T OffsetOf<T>()
            where T : unmanaged, INumberBase<T> => codec.Offset is { } json ? Parse<T>("offset", json) : T.Zero;

        private T ScaleOf<T>()
            where T : unmanaged, INumberBase<T>
        {
            var scale = codec.Scale is { } json ? Parse<T>("scale", json) : T.One;
            return scale != T.Zero ? scale : throw new InvalidMetadataException($"codec {CodecName}: the scale is 0");
        }

        private T Parse<T>(string member, string json)
            where T : unmanaged => JsonScalar.TryParse(json, input.DataType) is { } value
                ? MemoryMarshal.Read<T>(value)
                : throw new InvalidMetadataException($"codec {CodecName}: {member} {json} is not a value of the data type {input.DataType}");
    }
}
