namespace OmeZarr.Planning;

/// <summary>Says which of many images an error is about.</summary>
internal static class PlanContext
{
    /// <summary>Puts <paramref name="context"/>, such as <c>well A/1, field 0</c>, before what the plan complains about.</summary>
    /// <exception cref="ArgumentException">The plan threw one.</exception>
    internal static T In<T>(string context, Func<T> plan)
    {
        try
        {
            return plan();
        }
        catch (ArgumentException e) when (e.GetType() == typeof(ArgumentException))
        {
            throw new ArgumentException($"{context}: {WithoutParameter(e)}", e);
        }
    }

    // The parameter is one of ours, not of the method that the user called.
    private static string WithoutParameter(ArgumentException e) =>
        e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : e.Message;
}
