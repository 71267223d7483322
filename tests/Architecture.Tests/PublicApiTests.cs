using Architecture.Tests.PublicApi;
using TestKit;
using Xunit;

namespace Architecture.Tests;

/// <summary>The public surface of each library is written down in <c>PublicApi/*.txt</c>, so that each change to it shows in a review.</summary>
public sealed class PublicApiTests
{
    private const string UpdateVariable = "UPDATE_PUBLIC_API";

    public static TheoryData<string> Libraries => [.. Shipped.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_API_is_the_one_that_is_written_down(string library)
    {
        var file = Path.Join(SharedData.RepositoryRoot, "tests", "Architecture.Tests", "PublicApi", $"{library}.txt");
        var actual = Lines(library).ToArray();
        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(file, string.Concat(actual.Select(line => line + "\n")));
        }

        var expected = File.Exists(file) ? File.ReadAllLines(file) : [];
        Assert.True(expected.SequenceEqual(actual), Message(library, expected, actual));
    }

    [Fact]
    public void Types_and_members_are_printed_as_in_CSharp() => Assert.Equal(
        [
            "sealed record PublicApiSample<T> : IDisposable",
            "    .ctor(T[] Items, IReadOnlyList<string?>? Names = null)",
            "    Architecture.Tests.PublicApiSample<string>? Again(Architecture.Tests.PublicApi.PublicApiSample<T[]> other)",
            "    IReadOnlyList<string?>? Names { get; init; }",
            "    T[] Items { get; init; }",
            "    bool TryFind<TKey>(ReadOnlySpan<TKey> keys, out long? found, CancellationToken token = default) where TKey : unmanaged",
            "    const int Most = 3",
            "    void Dispose()",
        ],
        Lines(typeof(PublicApiSample<>)));

    private static IEnumerable<string> Lines(string library) =>
        Shipped.Load(library).GetExportedTypes().Where(type => !Shipped.IsGenerated(type))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .GroupBy(type => type.Namespace)
            .OrderBy(types => types.Key, StringComparer.Ordinal)
            .SelectMany(types => types.SelectMany(Lines).Select(line => "    " + line).Prepend($"namespace {types.Key}"));

    private static IEnumerable<string> Lines(Type type) => MemberPrinter.Members(type).Select(line => "    " + line).Prepend(TypePrinter.Head(type));

    private static string Message(string library, string[] expected, string[] actual) => string.Join('\n', [
        $"The public API of {library} is not the one in tests/Architecture.Tests/PublicApi/{library}.txt. If the change is meant, accept it with",
        $"    {UpdateVariable}=1 dotnet test --project tests/Architecture.Tests",
        "and commit the file. The difference:",
        .. expected.Except(actual).Select(line => $"- {line}"),
        .. actual.Except(expected).Select(line => $"+ {line}"),
    ]);
}

public sealed record PublicApiSample<T>(T[] Items, IReadOnlyList<string?>? Names = null) : IDisposable
{
    public const int Most = 3;

    public void Dispose() => GC.KeepAlive(Items);

    public PublicApiSample<string>? Again(PublicApi.PublicApiSample<T[]> other) => other.Items.Length == Items.Length ? new([]) : null;

    public bool TryFind<TKey>(ReadOnlySpan<TKey> keys, out long? found, CancellationToken token = default)
        where TKey : unmanaged
    {
        found = keys.IsEmpty ? null : Items.Length;
        return !token.IsCancellationRequested;
    }
}
