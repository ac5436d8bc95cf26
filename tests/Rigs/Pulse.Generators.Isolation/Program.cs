using NJsonSchema;
using Pulse.Generators.Isolation;

// Does its work twice: once to have all code loaded and compiled, and once more between two marks that a trace of
// system calls shows. What is asked for in between is nothing but the work's own.
//
//   generator <path>   runs the generator over references that lead to that file, in every way
//   resolver <path>    follows two of them with NJsonSchema's own resolver, which does open and connect
var (work, path) = (args[0], args[1]);
Action<string> run = work switch
{
    "generator" => suffix => GeneratorWork.Run(HostileReferences.To(path + suffix)),
    "resolver" => suffix =>
    {
        foreach (var reference in new[] { path + suffix, $"http://127.0.0.1:9{path}{suffix}" })
            Follow(reference);
    },
    _ => throw new ArgumentException($"No such work: {work}", nameof(args)),
};

run(".warm");
run(".warm");
GC.Collect();
File.Exists("/pulse-mark-begin");
run("");
File.Exists("/pulse-mark-end");

static void Follow(string reference)
{
    try
    {
        JsonSchema
            .FromJsonAsync($$"""{ "$ref": "{{reference}}" }""", Path.GetTempPath() + "document.json")
            .GetAwaiter()
            .GetResult();
    }
    catch (Exception error) when (error is IOException or HttpRequestException or InvalidOperationException)
    {
        Console.WriteLine(error.Message); // The file does not exist, and nothing listens on that port.
    }
}
