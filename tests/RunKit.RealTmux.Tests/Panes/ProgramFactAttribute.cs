namespace RunKit.RealTmux.Tests.Panes;

/// <summary>A test that needs a program that not every machine has; <c>./test</c> installs those that it can.</summary>
internal sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program) => Skip = IsThere(program) ? null : $"there is no {program}";

    public static bool IsThere(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
