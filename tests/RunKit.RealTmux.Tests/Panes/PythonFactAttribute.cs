namespace RunKit.RealTmux.Tests.Panes;

/// <summary>A test that needs python3, which not every machine has.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() =>
        Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "python3"))) ? null : "there is no python3";
}
