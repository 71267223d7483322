using System.CommandLine;
using Macro.Commands;
using Zarr.S3;

S3Stores.Register();
return await new RootCommand("Measures writing and reading of whole images.")
{
    MakeCommand.Create(),
    WriteCommand.Create(),
    SafetyCommand.Create(),
    PyramidCommand.Create(),
    ComputedCommand.Create(),
    PlanesCommand.Create(),
    AcquireCommand.Create(),
    PlateCommand.Create(),
    LargeCommand.Create(),
    PlanCommand.Create(),
    ChunksCommand.Create(),
    ReadCommand.Create(),
    RegionsCommand.Create(),
    TilesCommand.Create(),
    ViewCommand.Create(),
    FreshCommand.Create(),
    CheckCommand.Create(),
    ValidateCommand.Create(),
    CompareCommand.Create(),
    CodecCommand.Create(),
    ChecksumsCommand.Create(),
    TiffCommand.Create(),
    StoreCommand.Create(),
    ReportCommand.Create(),
}.Parse(args).InvokeAsync();
