using System.Globalization;
using Soak;
using Soak.Acquisitions;
using Soak.Arrays;
using Soak.Codecs;
using Soak.Decoders;
using Soak.Processes;
using Soak.Pyramids;
using Soak.Stores;
using Soak.Writers;

// What processes of this program do that others of it have started.
if (args is ["write", var top, var kind, var round])
{
    await new WriterProcess(top, Enum.Parse<WriterKind>(kind)).RunAsync(int.Parse(round, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["add", var shared, var adding, var process])
{
    await NeighbourRun.AddAsync(shared, Enum.Parse<WriterKind>(adding), int.Parse(process, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["s3-add", var plate, var number, var wells])
{
    await S3Wells.AddAsync(plate, int.Parse(number, CultureInfo.InvariantCulture), int.Parse(wells, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["s3-write", var address])
{
    await S3Kills.WriteAsync(address);
    return 0;
}

if (args is [PlanKills.Command, var planned, var wave, var task])
{
    return await PlanKills.RunTaskAsync(planned, wave, task);
}

if (args is ["acquire", var place, var settings])
{
    await new KilledAcquisition(int.Parse(settings, CultureInfo.InvariantCulture)).RunAsync(place);
    return 0;
}

if (SoakOptions.TryParse(args) is not { } options)
{
    Console.Error.WriteLine("usage: soak codecs|decoders|partial|arrays|faults|writers|pyramids --minutes N [--seed S]\n       soak kills|plan-kills|readers|neighbours|s3-wells|s3-kills|acquisition-kills --count N [--seed S]");
    return 2;
}

return options.Command switch
{
    "codecs" => await new SoakRun(options).RunAsync(CodecCase.RunAsync),
    "decoders" => await new SoakRun(options).RunAsync(DecoderCase.RunAsync),
    "partial" => await new SoakRun(options).RunAsync(PartialCase.RunAsync),
    "arrays" => await new SoakRun(options).RunAsync(ArrayCase.RunAsync),
    "faults" => await new SoakRun(options).RunAsync(FaultCase.RunAsync),
    "writers" => await new SoakRun(options).RunAsync(WriterCase.RunAsync),
    "pyramids" => await new SoakRun(options).RunAsync(PyramidSoak.RunAsync),
    "readers" => await new ReaderRun(options.Count, options.Seed).RunAsync(),
    "neighbours" => await new NeighbourRun(options.Count, options.Seed).RunAsync(),
    "plan-kills" => await new PlanKills(options.Count, options.Seed).RunAsync(),
    "s3-wells" => await S3Wells.RunAsync(options.Count),
    "s3-kills" => await S3Kills.RunAsync(options.Count, options.Seed),
    "acquisition-kills" => await new AcquisitionKills(options.Count, options.Seed).RunAsync(),
    _ => await new KillRun(options.Count, options.Seed).RunAsync(),
};
