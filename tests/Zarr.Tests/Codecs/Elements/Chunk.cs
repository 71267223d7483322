using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Zarr.Codecs;
using Zarr.Metadata;

namespace Zarr.Tests.Codecs.Elements;

/// <summary>Chunks of one dimension through one codec, as elements instead of bytes.</summary>
internal static class Chunk
{
    /// <summary>The codec that a configuration describes.</summary>
    internal static ICodec Codec(string name, string configuration) =>
        CodecRegistry.Default.Create(new NamedConfiguration(name, JsonNode.Parse(configuration)!.AsObject()));

    /// <summary>The codec for chunks with this fill value.</summary>
    internal static ICodec Filled<T>(ICodec codec, T fill)
        where T : unmanaged => new FilledCodec(codec, FillValue.Of(fill));

    /// <summary>Binds a codec to chunks of so many elements.</summary>
    internal static IBoundCodec Bind(ICodec codec, DataType type, int count, FillValue? fill = null) =>
        codec.Bind(new CodecInput([count], type, count * type.Size) { FillValue = fill ?? FillValue.Zero(type) });

    /// <summary>Encodes elements.</summary>
    internal static TStored[] Encode<T, TStored>(ICodec codec, params T[] elements)
        where T : unmanaged
        where TStored : unmanaged
    {
        var bound = Bind(codec, DataType.Of<T>(), elements.Length);
        var stored = new byte[bound.Output.MaxLength];
        return MemoryMarshal.Cast<byte, TStored>(stored.AsSpan(0, bound.Encode(MemoryMarshal.AsBytes<T>(elements), stored))).ToArray();
    }

    /// <summary>Decodes stored elements, as many as there are.</summary>
    internal static T[] Decode<TStored, T>(ICodec codec, params TStored[] stored)
        where T : unmanaged
        where TStored : unmanaged => DecodeSome<TStored, T>(codec, stored.Length, stored);

    /// <summary>Decodes stored elements to a number of elements.</summary>
    internal static T[] DecodeSome<TStored, T>(ICodec codec, int count, params TStored[] stored)
        where T : unmanaged
        where TStored : unmanaged
    {
        var elements = new T[count];
        var length = Bind(codec, DataType.Of<T>(), count).Decode(MemoryMarshal.AsBytes<TStored>(stored), MemoryMarshal.AsBytes(elements.AsSpan()));
        return elements[..(length / DataType.Of<T>().Size)];
    }
}
