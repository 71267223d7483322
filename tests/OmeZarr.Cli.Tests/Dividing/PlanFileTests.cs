using OmeZarr.Cli.Dividing;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests.Dividing;

/// <summary>The file of a plan, which a task reads before anything else.</summary>
public sealed class PlanFileTests : IDisposable
{
    private const int Files = 2_000;

    private readonly TemporaryFolder folder = new();

    private string Plan => folder["plan.json"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_plan_of_many_files_is_read_without_a_tree_of_its_values()
    {
        Write(Files);
        PlanFile.Read(Plan); // allocates what is allocated once
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = PlanFile.Read(Plan);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 6 * new FileInfo(Plan).Length);
        Assert.Equal(Files, read.Inputs.Count);
    }

    [Fact]
    public void It_comes_back_as_it_was()
    {
        var written = Write(3) with { StackLevels = 2 };
        File.WriteAllText(Plan, written.ToJson());
        var read = PlanFile.Read(Plan);
        Assert.Equal(written.Arguments, read.Arguments);
        Assert.Equal(written.Folders, read.Folders);
        Assert.Equal(written.Inputs, read.Inputs);
        Assert.Equal(written.Labels.SelectMany(label => label.Files), read.Labels.SelectMany(label => label.Files));
        Assert.Equal((written.Output, written.Division, written.StackLevels, written.Identity), (read.Output, read.Division, read.StackLevels, read.Identity));
    }

    [Fact]
    public void A_task_looks_only_at_the_files_that_it_opens()
    {
        var request = Write(3).ToRequest(new ConvertRequest { Inputs = [], Output = folder["x.zarr"] });
        request.Opening!("/in/other.tif"); // no input of the plan
        Assert.Throws<InputFileException>(() => request.Opening!("/in/2.tif"));
    }

    [Theory]
    [InlineData("\"omezarrPlan\":1", "\"omezarrPlan\":2", "this is no plan of a conversion")]
    [InlineData("\"program\":\"", "\"program\":\"0", "the plan was made by omezarr 0")]
    [InlineData("\"options\":[", "\"options\":[1,", "is no plan: the document is damaged: \"options\"")]
    [InlineData("\"output\":", "\"outputs\":", "is no plan: the document is damaged: \"output\"")]
    [InlineData("\"inputs\":[", "\"inputs\":[[],", "is no plan: the document is damaged: \"inputs\"")]
    [InlineData("\"labels\":{", "\"labels\":[{", "is no plan: ")]
    [InlineData("\"division\":", "\"division\":,", "is no plan: this is no JSON")]
    public void A_changed_file_is_refused(string text, string changed, string message)
    {
        var json = Write(3).ToJson();
        Assert.Contains(text, json, StringComparison.Ordinal);
        File.WriteAllText(Plan, json.Replace(text, changed, StringComparison.Ordinal));
        Assert.Contains(message, Assert.Throws<UsageException>(() => PlanFile.Read(Plan)).Message, StringComparison.Ordinal);
    }

    /// <summary>Writes a plan of files that are not there.</summary>
    private PlanFile Write(int count)
    {
        InputIdentity[] inputs = [.. Enumerable.Range(0, count).Select(number => new InputIdentity($"/in/{number}.tif", 1L << 40, number, "0123456789abcdef"))];
        var file = new PlanFile(["--plate", "auto", "--scale", "y=\"1\""], "/out/x.zarr", ["/in"], inputs, [("cells", [inputs[0]])]) { Division = """{"id":"a","images":[[1,{}]]}""" };
        File.WriteAllText(Plan, file.ToJson());
        return file;
    }
}
