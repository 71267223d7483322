// What the layering tests are tried on: a small world with known references. Folders count, so most of it shares one namespace.
namespace Sample;

internal static class Facade
{
    internal static int Use() => Used.Number();
}

internal static class NearFacade
{
    internal static int Use() => Facade.Use();
}

internal static partial class Scattered
{
    internal static int Here => 1;
}
