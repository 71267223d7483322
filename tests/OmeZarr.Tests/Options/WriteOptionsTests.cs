using Xunit;

namespace OmeZarr.Tests;

public class WriteOptionsTests
{
    [Fact]
    public void The_defaults_cannot_be_changed_for_others()
    {
        WriteOptions.Default.ExtraAttributes["lab"] = 42;
        Assert.Empty(WriteOptions.Default.ExtraAttributes);
        Assert.Empty(new WriteOptions().ExtraAttributes);
    }

    [Fact]
    public void Options_made_from_others_have_attributes_of_their_own()
    {
        var first = new WriteOptions { ExtraAttributes = { ["lab"] = "42" }, MaxDegreeOfParallelism = 3, Chunks = ChunkShape.WholeArray };
        var second = first with { Overwrite = true };
        second.ExtraAttributes["lab"] = "43";
        Assert.Equal("42", (string?)first.ExtraAttributes["lab"]);
        Assert.Equal((3, ChunkShape.WholeArray, true), (second.MaxDegreeOfParallelism, second.Chunks, second.Overwrite));
    }

    [Fact]
    public void Options_made_from_others_keep_everything_else()
    {
        var first = new WriteOptions
        {
            Chunks = ChunkShape.WholeArray,
            Shards = ShardShape.Auto,
            Compression = Compression.Gzip,
            Checksums = true,
            OmeXml = false,
            Pyramid = Pyramid.Auto,
            Backend = new ZarrBackend(ZarrBackend.OpenStore),
            Overwrite = true,
            Existing = ExistingHierarchy.Append,
            Durability = Durability.Flushed,
            ExtraAttributes = { ["lab"] = "42" },
            Progress = new Progress<WriteProgress>(),
            CompleteMetadata = image => image,
            Findings = (_, _) => { },
            MaxDegreeOfParallelism = Environment.ProcessorCount + 1,
            MaxBufferedBytes = 1,
        };
        var copy = first with { };
        foreach (var property in typeof(WriteOptions).GetProperties().Where(property => property.SetMethod is { IsStatic: false }))
        {
            Assert.NotEqual(property.GetValue(WriteOptions.Default), property.GetValue(first)); // else the test would not notice a lost value
            Assert.Equal(property.GetValue(first)?.ToString(), property.GetValue(copy)?.ToString());
        }
    }

    [Fact]
    public void What_is_not_optional_cannot_be_null()
    {
        Assert.Throws<ArgumentNullException>(() => new WriteOptions { Chunks = null! });
        Assert.Throws<ArgumentNullException>(() => new WriteOptions { Compression = null! });
        Assert.Throws<ArgumentNullException>(() => new WriteOptions { ExtraAttributes = null! });
        Assert.Throws<ArgumentOutOfRangeException>(() => new WriteOptions { MaxDegreeOfParallelism = 0 });
    }
}
