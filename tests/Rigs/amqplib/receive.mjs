// Receives one message as amqplib shows it, and prints it as JSON: node receive.mjs <URL> <queue>
import amqplib from "amqplib";

const [url, queue] = process.argv.slice(2);
const connection = await amqplib.connect(url);
const channel = await connection.createChannel();
await channel.consume(queue, async (message) => {
  const { fields, properties, content } = message;
  console.log(JSON.stringify({ fields, properties, content: content.toString("base64") }));
  channel.ack(message);
  await channel.close();
  await connection.close();
});
