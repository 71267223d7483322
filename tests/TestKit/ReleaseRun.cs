using Xunit;

namespace TestKit;

/// <summary>Tests that need not run in both configurations, because they are about what is the same in both.</summary>
public static class ReleaseRun
{
    // Set by .ci/run, which tests in Debug and then in Release.
    private const string Variable = "OMEZARR_RELEASE_FOLLOWS";

    /// <summary>Skips the calling test, and says so, in a run in Debug that one in Release follows. A run in Debug alone has all tests.</summary>
    public static void SkipIfItFollows() =>
#if DEBUG
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Variable) == "1", $"this test is left to the run in Release, which follows ({Variable})");
#else
        Assert.NotEqual("1", Environment.GetEnvironmentVariable(Variable));
#endif
}
