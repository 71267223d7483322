using System.Runtime.InteropServices;
using TestKit;
using Xunit;

namespace Zarr.Tests;

/// <summary>Sources over bytes whose type is known only at run time.</summary>
public sealed class BytesSourceTests
{
    public static TheoryData<string> Types => [.. DataType.All.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task Bytes_are_elements_of_any_type(string name)
    {
        var type = DataType.FromName(name)!;
        var bytes = SampleBytes.Make(SampleKind.Random, 2 * 3 * 4 * type.Size);
        var source = ArraySource.FromBytes(bytes, [2, 3, 4], type);
        Assert.Equal<Shape>([2, 3, 4], source.Shape);
        Assert.Same(type, source.DataType);
        var region = new Region([1, 1, 2], [1, 2, 2]);
        var read = new byte[4 * type.Size];
        await source.ReadAsync(region, read, CancellationToken.None);
        byte[] expected = [.. new[] { 18, 19, 22, 23 }.SelectMany(element => bytes.AsSpan(element * type.Size, type.Size).ToArray())];
        Assert.Equal(expected, read);
    }

    [Fact]
    public async Task They_say_the_same_as_their_elements()
    {
        var elements = Enumerable.Range(-60, 120).Select(value => (short)value).ToArray();
        var bytes = ArraySource.FromBytes(MemoryMarshal.AsBytes<short>(elements).ToArray(), [5, 4, 6], DataType.Int16);
        var memory = ArraySource.FromMemory<short>(elements, [5, 4, 6]);
        foreach (var region in new Region[] { Region.Whole([5, 4, 6]), new([0, 3, 5], [5, 1, 1]), new([2, 0, 1], [2, 4, 3]), new([5, 0, 0], [0, 4, 6]) })
        {
            var (left, right) = (new byte[region.Shape.ElementCount * 2], new byte[region.Shape.ElementCount * 2]);
            await bytes.ReadAsync(region, left, CancellationToken.None);
            await memory.ReadAsync(region, right, CancellationToken.None);
            Assert.Equal(right, left);
        }
    }

    [Fact]
    public async Task A_scalar_and_nothing_are_sources_too()
    {
        var read = new byte[2];
        await ArraySource.FromBytes(new byte[] { 1, 2 }, [], DataType.UInt16).ReadAsync(Region.Whole([]), read, CancellationToken.None);
        Assert.Equal([1, 2], read);
        await ArraySource.FromBytes(default, [0, 3], DataType.UInt16).ReadAsync(Region.Whole([0, 3]), default, CancellationToken.None);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(13)]
    [InlineData(6)]
    public void There_are_as_many_bytes_as_the_elements_have(int length)
    {
        var error = Assert.Throws<ArgumentException>(() => ArraySource.FromBytes(new byte[length], [2, 3], DataType.UInt16));
        Assert.StartsWith($"there are {length} bytes, the shape 2 x 3 of uint16 needs another number", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_bytes_that_only_fits_after_an_overflow_does_not_fit()
    {
        Assert.Throws<ArgumentException>(() => ArraySource.FromBytes(default, [1L << 62, 4], DataType.UInt8));
        Assert.Throws<ArgumentException>(() => ArraySource.FromBytes(default, [1L << 62], DataType.UInt32));
        Assert.Throws<ArgumentNullException>(() => ArraySource.FromBytes(default, [0], null!));
    }

    [Fact]
    public async Task Regions_and_destinations_that_do_not_fit_are_refused()
    {
        var source = ArraySource.FromBytes(new byte[12], [2, 3], DataType.UInt16);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await source.ReadAsync(new Region([1, 0], [2, 3]), new byte[12], CancellationToken.None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await source.ReadAsync(Region.Whole([6]), new byte[12], CancellationToken.None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await source.ReadAsync(Region.Whole([2, 3]), new byte[11], CancellationToken.None));
    }
}
