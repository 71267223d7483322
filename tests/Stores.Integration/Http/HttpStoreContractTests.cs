using Stores.Integration.Http.Server;
using TestKit;
using Xunit;
using Zarr.Stores;

[assembly: AssemblyFixture(typeof(WebServer))]

namespace Stores.Integration.Http;

/// <summary>The contract of stores that are only read, against servers that can do more or less.</summary>
public abstract class HttpStoreContract(WebServer server, ServingRules rules) : ReadingStoreContract
{
    protected override async ValueTask<IStore> OpenAsync(string folder) => new HttpStore((await server.ServeAsync(folder, rules)).Address);
}

public sealed class HttpStoreTests(WebServer server) : HttpStoreContract(server, new());

public sealed class RangesIgnoredTests(WebServer server) : HttpStoreContract(server, new() { Ranges = false });

public sealed class SuffixesIgnoredTests(WebServer server) : HttpStoreContract(server, new() { Suffixes = SuffixAnswer.Whole });

public sealed class SuffixesMisunderstoodTests(WebServer server) : HttpStoreContract(server, new() { Suffixes = SuffixAnswer.Start });

public sealed class SuffixesUnsatisfiableTests(WebServer server) : HttpStoreContract(server, new() { Suffixes = SuffixAnswer.Unsatisfiable, LengthOfUnsatisfiable = false });

public sealed class SuffixesRefusedTests(WebServer server) : HttpStoreContract(server, new() { Suffixes = SuffixAnswer.BadRequest, Head = false });

public sealed class HeadRefusedTests(WebServer server) : HttpStoreContract(server, new() { Head = false });

public sealed class WithoutTagsTests(WebServer server) : HttpStoreContract(server, new() { TagPrefix = null });

public sealed class WeakTagsTests(WebServer server) : HttpStoreContract(server, new() { TagPrefix = "W/", LastModified = true });

public sealed class WithoutLengthsTests(WebServer server) : HttpStoreContract(server, new() { Lengths = false, Ranges = false });

public sealed class MissingForbiddenTests(WebServer server) : HttpStoreContract(server, new() { Missing = 403, Head = false });

public sealed class MissingGoneTests(WebServer server) : HttpStoreContract(server, new() { Missing = 410, LengthOfUnsatisfiable = false });

public sealed class RedirectedTests(WebServer server) : HttpStoreContract(server, new() { Redirects = 3 });

public sealed class CompressedTests(WebServer server) : HttpStoreContract(server, new() { Compresses = true, Ranges = false });
