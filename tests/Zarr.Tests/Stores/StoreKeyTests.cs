using CsCheck;
using Xunit;
using Zarr.Stores;

namespace Zarr.Tests.Stores;

public sealed class StoreKeyTests
{
    private static readonly string[] PathPieces = [".", "..", "/", "\\", "a", " ", "\0", "~", ":", "%2e", "C:"];

    public static TheoryData<string> ValidKeys => ["zarr.json", "0/c/1/2", "a b/ü/細/%20/#", "...", "..a", "a..", ".a", "~", "c:", "😀"];

    public static TheoryData<string> InvalidKeys =>
    [
        "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a/../b", "a\\b", "..\\a", "a\0b", "a\nb", "\t", "\x1f",
        "a\ud83d", "\udc00/b", "\ud83dx",
    ];

    [Theory]
    [MemberData(nameof(ValidKeys))]
    public void Valid_texts_are_keys_and_prefixes(string text)
    {
        Assert.Equal(text, new StoreKey(text).Value);
        Assert.Equal(text, new StoreKey(text).ToString());
        Assert.Equal(text, new StorePrefix(text).Value);
    }

    [Theory]
    [MemberData(nameof(InvalidKeys))]
    public void Invalid_texts_are_refused_and_quoted(string text)
    {
        Assert.Contains($"\"{text}\" is not a store key", Assert.Throws<ArgumentException>(() => new StoreKey(text)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new StorePrefix(text));
        Assert.Throws<ArgumentException>(() => new StorePrefix("a").Key(text));
        Assert.Throws<ArgumentException>(() => new StorePrefix("a") / text);
    }

    [Fact]
    public void The_empty_text_is_the_root_and_no_key()
    {
        Assert.Throws<ArgumentException>(() => new StoreKey(string.Empty));
        Assert.Equal(StorePrefix.Root, new StorePrefix(string.Empty));
        Assert.True(StorePrefix.Root.IsRoot);
        Assert.Equal(string.Empty, StorePrefix.Root.ToString());
        Assert.Throws<InvalidOperationException>(() => StorePrefix.Root.Parent);
    }

    [Fact]
    public void A_key_that_was_never_made_names_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => default(StoreKey).Value);
        Assert.Equal(string.Empty, default(StoreKey).ToString());
    }

    [Fact]
    public void Prefixes_are_joined_and_taken_apart()
    {
        var prefix = StorePrefix.Root / "A" / "1/0";
        Assert.Equal("A/1/0", prefix.Value);
        Assert.Equal("A/1", prefix.Parent.Value);
        Assert.Equal(StorePrefix.Root, new StorePrefix("A").Parent);
        Assert.Equal(new StoreKey("A/1/0/c/2"), prefix.Key("c/2"));
        Assert.Equal(new StoreKey("zarr.json"), StorePrefix.Root.Key("zarr.json"));
    }

    [Fact]
    public void Keys_are_compared_ordinally()
    {
        Assert.NotEqual(new StoreKey("a"), new StoreKey("A"));
        Assert.NotEqual(new StoreKey("\u00e9"), new StoreKey("e\u0301"));
    }

    [Fact]
    public void No_text_that_is_accepted_leads_out_of_the_root()
    {
        var root = Path.Join(Path.GetTempPath(), "root");
        var text = Gen.OneOf(Gen.OneOf([.. PathPieces.Select(piece => Gen.Const(piece))]), Gen.String[0, 3])
            .Array[0, 8].Select(string.Concat);
        text.Sample(candidate => !IsAccepted(candidate) || IsBelow(root, candidate), seed: "0000KeyEscape0", iter: 20_000);
    }

    private static bool IsAccepted(string text)
    {
        try
        {
            return new StoreKey(text).Value == text;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsBelow(string root, string key) =>
        Path.GetFullPath(Path.Join(root, key)).StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
