namespace Pulse.Generators.Tests.Fuzzing;

/// <summary>A mutated project. The same seed gives the same one.</summary>
internal sealed record FuzzCase(int Seed, FuzzProject Project)
{
    public static FuzzCase Of(IReadOnlyList<FuzzProject> corpus, int seed)
    {
        var random = new Random(seed);
        var project = FuzzValues.Pick(random, corpus);
        var files = project.Files.ToList();
        for (var i = random.Next(4) == 0 ? 2 : 1; i > 0; i--)
        {
            // The reference is one of many files, and as important as all others.
            var at = random.Next(3) == 0 ? 0 : random.Next(files.Count);
            files[at] = (files[at].Path, Mutated(project, at, random));
        }

        return new(seed, project with { Files = files });
    }

    private static string Mutated(FuzzProject project, int at, Random random)
    {
        var text = project.Files[at].Text;
        return random.Next(10) switch
        {
            < 2 => TextMutation.OfBytes(text, random),
            < 4 => TextMutation.OfTokens(text, random),
            _ => StructureMutation.Of(text, [.. project.Files.Select(file => file.Text)], random),
        };
    }

    /// <summary>How to see it again.</summary>
    public override string ToString() =>
        $"seed {Seed} ({Project.Name})\n"
        + string.Join(
            "\n",
            Project.Files.Select(file =>
                $"--- {file.Path}\n{(file.Text.Length < 20_000 ? file.Text : file.Text[..20_000] + "…")}"
            )
        );
}
