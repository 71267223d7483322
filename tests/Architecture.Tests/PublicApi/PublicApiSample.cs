namespace Architecture.Tests.PublicApi;

/// <summary>Has the name of another sample, in another namespace.</summary>
public sealed record PublicApiSample<T>(T Items);
