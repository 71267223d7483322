namespace OmeZarr.Planning;

/// <summary>Adds the name of the image to error messages.</summary>
internal static class PlanContext
{
    /// <summary>Makes a plan, and puts <paramref name="context"/>, for example <c>well A/1, field 0</c>, before the message of an error.</summary>
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
